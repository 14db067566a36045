{{ in_force('award') }}
