{{ in_force('enterprise') }}
