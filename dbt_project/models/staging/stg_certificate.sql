{{ in_force('certificate') }}
